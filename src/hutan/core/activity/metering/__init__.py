"""From meters to quantities: register readings and interval data, with everything that can go wrong between them."""
