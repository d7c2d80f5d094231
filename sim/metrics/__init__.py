"""Records in, tables and pooled numbers out. May not simulate, draw or read a file; every number is a fold of records."""
