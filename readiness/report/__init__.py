"""What a report says (sections make blocks) apart from how it is drawn (PDF)."""
