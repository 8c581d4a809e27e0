"""Tables in files: workbooks and CSV read cell by cell, given back with answers, and the template to fill in."""
