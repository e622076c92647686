package switchboard.it.fault;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import switchboard.it.anthropic.Script;
import switchboard.it.fault.FaultPlan.Kind;
import switchboard.it.fault.FaultPlan.PromptPlan;

/** What the model makes of a prompt. Pure. */
final class Scripts {

    /** In the chats' directory: waits, then leaves a line in {@link #EFFECTS}. One may be run unasked, the other not. */
    static final String APPEND = "append";

    static final String ASKED = "asked";
    static final String EFFECTS = "effects.log";

    private static final String FILLING = " The quick brown fox jumps over the lazy dog and has not done yet.";

    private Scripts() {}

    /** The text of both commands; their arguments are the line and the time in seconds that they take. */
    static String command() {
        return """
                #!/bin/sh
                sleep "$2"
                echo "$1" >> %s
                """.formatted(EFFECTS);
    }

    static Script of(PromptPlan prompt) {
        var script = switch (prompt.kind()) {
            case TEXT, LONG -> Script.say(answer(prompt));
            case ECHO -> using(prompt, "sleep " + seconds(prompt) + "; echo " + prompt.marker());
            case APPEND -> using(prompt, "./" + APPEND + " " + prompt.marker() + " " + seconds(prompt));
            case ASKED -> using(prompt, "./" + ASKED + " " + prompt.marker() + " " + seconds(prompt));
        };
        return script.inChunksOf(prompt.kind() == Kind.LONG ? 96 : 6).slowly(Duration.ofMillis(prompt.pauseMillis()));
    }

    private static Script using(PromptPlan prompt, String command) {
        return Script.say("Let me see.")
                .thenCall("Bash", Map.of("command", command, "description", "a step"))
                .thenSay(answer(prompt));
    }

    private static String answer(PromptPlan prompt) {
        var filling = prompt.kind() == Kind.LONG ? FILLING : " done.";
        return prompt.tokens().stream().map(token -> token + filling).collect(Collectors.joining("\n\n"));
    }

    private static String seconds(PromptPlan prompt) {
        return prompt.toolMillis() / 1000 + "." + prompt.toolMillis() % 1000 / 100;
    }
}
