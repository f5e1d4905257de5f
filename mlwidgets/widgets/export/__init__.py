"""Take a model away: as a web page, as files of other libraries, as a program, as a link."""
