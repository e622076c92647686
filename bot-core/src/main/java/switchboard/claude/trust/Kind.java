package switchboard.claude.trust;

import switchboard.text.Texts;

/** The kinds of things in a project's configuration. */
public enum Kind {
    HOOK,
    SERVER,
    HELPER,
    ENVIRONMENT,
    RULE,
    PLUGIN,
    STATUS_LINE,
    SETTING,
    SKILL,
    AGENT,
    COMMAND,
    OUTPUT_STYLE,
    WORKFLOW,
    SCRIPT,
    OTHER;

    /** {@code 1 hook}, {@code 2 allow rules or modes}. */
    String count(long number) {
        return switch (this) {
            case HOOK -> Texts.of("trust.hooks", number);
            case SERVER -> Texts.of("trust.servers", number);
            case HELPER -> Texts.of("trust.helpers", number);
            case ENVIRONMENT -> Texts.of("trust.environment", number);
            case RULE -> Texts.of("trust.rules", number);
            case PLUGIN -> Texts.of("trust.plugins", number);
            case STATUS_LINE -> Texts.of("trust.statusLines", number);
            case SETTING -> Texts.of("trust.settings", number);
            case SKILL -> Texts.of("trust.skills", number);
            case AGENT -> Texts.of("trust.agents", number);
            case COMMAND -> Texts.of("trust.commands", number);
            case OUTPUT_STYLE -> Texts.of("trust.outputStyles", number);
            case WORKFLOW -> Texts.of("trust.workflows", number);
            case SCRIPT -> Texts.of("trust.scripts", number);
            case OTHER -> Texts.of("trust.otherFiles", number);
        };
    }

    /** Whether each thing of this kind is a file of its own, so that a summary need not name the file. */
    boolean isOneFile() {
        return compareTo(SKILL) >= 0;
    }
}
