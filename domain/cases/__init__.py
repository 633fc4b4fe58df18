"""What a case is, and whom a complaint about staff accuses."""
