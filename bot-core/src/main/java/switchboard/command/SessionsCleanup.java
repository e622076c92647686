package switchboard.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import switchboard.model.ChatState;
import switchboard.model.Markdown;
import switchboard.model.Reply;
import switchboard.model.Standing;

/** {@code /sessions cleanup [age] [yes]}: removes sessions at rest for longer; asks before more than one goes. */
final class SessionsCleanup {

    private static final int MOST_NAMED = 20;
    private static final String YES = "yes";

    private SessionsCleanup() {}

    static Reaction run(Invocation call) {
        var words = call.rest();
        var confirmed = words.equals(YES) || words.endsWith(" " + YES);
        var typed =
                confirmed ? words.substring(0, words.length() - YES.length()).strip() : words;
        var age = typed.isEmpty()
                ? call.surroundings().cleanupAge()
                : Words.parseDuration(typed).orElse(null);
        if (age == null) {
            return call.say("I do not understand the age " + Markdown.code(typed) + "; write it like 90m, 24h or 7d.");
        }
        return Reaction.of(
                call.state(),
                new Reaction.LookAround((state, standings) ->
                        cleanUp(call, state, candidates(call, Overview.of(state, standings), age), age, confirmed)));
    }

    private static List<Standing> candidates(Invocation call, Overview overview, Duration age) {
        var idleSince = call.now().minus(age);
        return overview.visible(call.overview()).stream()
                .filter(each -> each.settled() && each.activity().isIdle())
                .filter(each -> each.lastActivity().isBefore(idleSince))
                .toList();
    }

    private static Reaction cleanUp(
            Invocation call, ChatState state, List<Standing> candidates, Duration age, boolean confirmed) {
        if (candidates.isEmpty()) {
            return Reaction.say(state, "No session is idle for longer than " + Words.exactly(age) + ".");
        }
        if (candidates.size() > 1 && !confirmed) {
            return Reaction.say(state, question(candidates, age, call.now()));
        }
        return Reaction.of(
                state,
                new Reaction.Cleanup(
                        candidates.stream().map(Standing::chat).toList(),
                        call.now().minus(age),
                        (now, gone) -> Reaction.say(now, report(gone, candidates.size()))));
    }

    private static Reply question(List<Standing> candidates, Duration age, Instant now) {
        var listed = candidates.stream()
                .limit(MOST_NAMED)
                .map(each -> "• " + Markdown.text(each.title()) + " (#" + each.chat() + "), "
                        + Words.ago(each.lastActivity(), now))
                .collect(Collectors.joining("\n"));
        var more = candidates.size() > MOST_NAMED ? "\nand " + (candidates.size() - MOST_NAMED) + " more" : "";
        return Reply.of(
                "Remove these " + Words.count(candidates.size(), "session")
                        + "? Each begins afresh with its next message." + "\n" + listed + more,
                new Reply.Button("Remove " + candidates.size(), "/sessions cleanup " + Words.exactly(age) + " " + YES));
    }

    private static String report(List<String> gone, int asked) {
        var stayed = asked - gone.size();
        var rest = stayed == 0 ? "" : "\n" + Words.count(stayed, "session") + " stayed, being in use again.";
        if (gone.isEmpty()) {
            return "🧹 Nothing was removed." + rest;
        }
        return "🧹 Removed " + Words.count(gone.size(), "session") + ":\n"
                + gone.stream()
                        .limit(MOST_NAMED)
                        .map(title -> "• " + Markdown.text(title))
                        .collect(Collectors.joining("\n"))
                + (gone.size() > MOST_NAMED ? "\nand " + (gone.size() - MOST_NAMED) + " more" : "")
                + rest;
    }
}
