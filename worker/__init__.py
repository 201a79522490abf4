"""What runs outside the web process: jobs, the PDF renderer, mail."""
