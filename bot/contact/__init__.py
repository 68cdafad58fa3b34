"""Somebody who sounds in danger asks the office to get in touch: time and contact, nothing they wrote."""
