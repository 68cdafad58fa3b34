"""The week as plain data, and its faces: chat text, markdown, JSON, workbook."""
