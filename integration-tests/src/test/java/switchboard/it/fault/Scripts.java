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
            case TEXT, LONG, PASTE -> Script.say(answer(prompt));
            case ECHO -> using(prompt, "sleep " + seconds(prompt.toolMillis()) + "; echo " + prompt.marker());
            case APPEND -> using(prompt, leaving(APPEND, prompt));
            case ASKED, REPLY -> using(prompt, leaving(ASKED, prompt));
            case STOP ->
                prompt.usesTool()
                        ? using(prompt, "sleep " + seconds(5 * prompt.toolMillis()) + "; echo " + prompt.marker())
                        : Script.say(answer(prompt));
        };
        return script.inChunksOf(prompt.kind() == Kind.LONG ? 96 : 6).slowly(Duration.ofMillis(prompt.pauseMillis()));
    }

    /** What the model makes of two prompts that came as one. */
    static Script of(PromptPlan first, PromptPlan second) {
        return Script.say(answer(first) + "\n\n" + answer(second))
                .inChunksOf(6)
                .slowly(Duration.ofMillis(second.pauseMillis()));
    }

    private static Script using(PromptPlan prompt, String command) {
        return Script.say(prompt.opening() + " let me see.")
                .thenCall("Bash", Map.of("command", command, "description", "a step"))
                .thenSay(answer(prompt));
    }

    private static String leaving(String command, PromptPlan prompt) {
        return "./" + command + " " + prompt.marker() + " " + seconds(prompt.toolMillis());
    }

    private static String answer(PromptPlan prompt) {
        var filling = prompt.kind() == Kind.LONG ? FILLING : " done.";
        return prompt.tokens().stream().map(token -> token + filling).collect(Collectors.joining("\n\n"));
    }

    private static String seconds(int millis) {
        return millis / 1000 + "." + millis % 1000 / 100;
    }
}
