package switchboard.claude.trust;

import java.util.function.LongFunction;
import switchboard.text.Texts;

/** What a piece of a project's configuration is. */
public enum Kind {
    HOOK(count -> Texts.of("trust.hooks", count)),
    SERVER(count -> Texts.of("trust.servers", count)),
    HELPER(count -> Texts.of("trust.helpers", count)),
    ENVIRONMENT(count -> Texts.of("trust.environment", count)),
    RULE(count -> Texts.of("trust.rules", count)),
    PLUGIN(count -> Texts.of("trust.plugins", count)),
    STATUS_LINE(count -> Texts.of("trust.statusLines", count)),
    SETTING(count -> Texts.of("trust.settings", count)),
    SKILL(count -> Texts.of("trust.skills", count)),
    AGENT(count -> Texts.of("trust.agents", count)),
    COMMAND(count -> Texts.of("trust.commands", count)),
    OUTPUT_STYLE(count -> Texts.of("trust.outputStyles", count)),
    WORKFLOW(count -> Texts.of("trust.workflows", count)),
    SCRIPT(count -> Texts.of("trust.scripts", count)),
    OTHER(count -> Texts.of("trust.otherFiles", count));

    private final LongFunction<String> counted;

    Kind(LongFunction<String> counted) {
        this.counted = counted;
    }

    /** {@code 1 hook}, {@code 2 allow rules or modes}. */
    String count(long number) {
        return counted.apply(number);
    }

    /** Whether each file is one of its kind, so that a summary need not name the file. */
    boolean isOneFile() {
        return compareTo(SKILL) >= 0;
    }
}
