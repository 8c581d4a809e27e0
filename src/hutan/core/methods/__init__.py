"""Method packs: rules choose and parameterize kinds; formulas say what is computed; no standard is named in code."""
