/** The search box in the header (in work). */
