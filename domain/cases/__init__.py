"""The rules of cases: their life cycle and deadlines, and whom a staff complaint accuses."""
