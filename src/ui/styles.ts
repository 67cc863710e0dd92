// The sheets that every page needs, in their order: faces, tokens, elements.
import "./fonts.css";
import "./tokens.css";
import "./base.css";
