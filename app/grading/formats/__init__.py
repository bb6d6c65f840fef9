"""What grades are written as: a table, JSON, and the forms that learning platforms read."""
