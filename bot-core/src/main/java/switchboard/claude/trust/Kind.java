package switchboard.claude.trust;

/** What a piece of a project's configuration is. */
public enum Kind {
    HOOK("hook"),
    SERVER("server"),
    HELPER("helper command"),
    ENVIRONMENT("environment variable"),
    RULE("allow rule or mode"),
    PLUGIN("plugin setting"),
    STATUS_LINE("status line"),
    SETTING("other setting"),
    SKILL("skill"),
    AGENT("agent"),
    COMMAND("command"),
    OUTPUT_STYLE("output style"),
    WORKFLOW("workflow"),
    SCRIPT("script"),
    OTHER("other file");

    private final String noun;

    Kind(String noun) {
        this.noun = noun;
    }

    /** {@code 1 hook}, {@code 2 allow rules or modes}. */
    String count(long number) {
        if (number == 1) {
            return "1 " + noun;
        }
        return number + " " + (this == RULE ? "allow rules or modes" : noun + "s");
    }

    /** Whether each file is one of its kind, so that a summary need not name the file. */
    boolean isOneFile() {
        return compareTo(SKILL) >= 0;
    }
}
