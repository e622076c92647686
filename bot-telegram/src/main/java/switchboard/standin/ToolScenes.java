package switchboard.standin;

import static switchboard.standin.Scenes.say;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scenes without a question: tools at work, a long wait, a failure. None of the tools is real. Pure. */
final class ToolScenes {

    private static final int LONGEST_WAIT = 600;
    private static final int USUAL_WAIT = 60;
    private static final int RETRIES = 3;
    private static final int OVERLOADED = 529;
    private static final Duration BETWEEN_RETRIES = Duration.ofMillis(1_500);

    private ToolScenes() {}

    static List<Step> tools() {
        var steps = new ArrayList<Step>();
        steps.add(say(
                "This is how tools look while they work. None of them is real: I read no file and run no command."));
        steps.addAll(tool("grep", Step.Tool.harmless("🔍 Grep: searching for \"handleText\""), 1_800, null));
        steps.addAll(tool("read", Step.Tool.harmless("📖 Read: reading TextHandler.java"), 1_500, null));
        steps.add(say("Now a command and a subagent, which has tools of its own."));
        steps.addAll(tool("bash", Step.Tool.changing("💻 Bash: running mvn -q test"), 3_000, null));
        steps.add(new Step.BeginTool("agent", Step.Tool.subagent("🤖 Agent: on looking for other callers"), null));
        steps.addAll(tool("agent-grep", Step.Tool.harmless("🔍 Grep: searching for \"handleText(\""), 1_800, "agent"));
        steps.addAll(tool("agent-read", Step.Tool.harmless("📖 Read: reading Router.java"), 1_500, "agent"));
        steps.add(new Step.EndTool("agent", false));
        steps.add(say("Done: three tools and a subagent with two of its own, and nothing was read, run or changed."));
        return steps;
    }

    private static List<Step> tool(String ref, Step.Tool tool, long millis, @Nullable String parent) {
        return List.of(
                new Step.BeginTool(ref, tool, parent),
                new Step.Pause(Duration.ofMillis(millis)),
                new Step.EndTool(ref, false));
    }

    static List<Step> waiting(String argument) {
        var word = argument.isBlank()
                ? String.valueOf(USUAL_WAIT)
                : argument.strip().split("\\s+", 2)[0];
        var seconds = word.matches("\\d{1,3}") ? Integer.parseInt(word) : 0;
        if (seconds < 1 || seconds > LONGEST_WAIT) {
            return List.of(say("`wait` takes 1 to " + LONGEST_WAIT + " seconds, as in `wait " + USUAL_WAIT + "`."));
        }
        var steps = new ArrayList<Step>();
        steps.add(say(
                "I am busy for " + seconds + " seconds, with a command that is shown but not run. Meanwhile you can "
                        + "send more prompts, here or in other chats, or /stop."));
        steps.addAll(tool("wait", Step.Tool.changing("💻 Bash: running sleep " + seconds), seconds * 1_000L, null));
        steps.add(say("That was " + seconds + " seconds."));
        return steps;
    }

    static List<Step> error() {
        var steps = new ArrayList<Step>();
        steps.add(
                say("This is how it looks when Claude's servers are overloaded; in truth nothing was asked of them."));
        for (var attempt = 1; attempt <= RETRIES; attempt++) {
            steps.add(new Step.Retry(attempt, RETRIES, OVERLOADED, "overloaded"));
            steps.add(new Step.Pause(BETWEEN_RETRIES));
        }
        steps.add(new Step.Fail("API Error: 529 Overloaded", "Claude is overloaded right now. /retry asks again."));
        return steps;
    }
}
