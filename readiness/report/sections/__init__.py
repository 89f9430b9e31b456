"""The sections of reports: functions from matter to blocks. `kinds` says which report has which, in which order."""
