package switchboard.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.Reply;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * {@code /sessions cleanup [age] [yes]}: removes sessions that have been at rest for longer; asks before it removes more than
 * one.
 */
final class SessionsCleanup {

    private static final int MOST_NAMED = 20;
    private static final String YES = "yes";

    private SessionsCleanup() {}

    static Reaction run(Invocation call) {
        var words = call.rest();
        var confirmed = words.equals(YES) || words.endsWith(" " + YES);
        var typed =
                confirmed ? words.substring(0, words.length() - YES.length()).strip() : words;
        var since = typed.isEmpty()
                ? Optional.of(call.now().minus(call.facts().cleanupAge()))
                : idleSince(typed, call.now());
        if (since.isEmpty()) {
            return call.say(Texts.of("cleanup.unknownAge", Markdown.text(typed)));
        }
        return Reaction.of(
                call.state(),
                new Reaction.LookAround((state, summaries) -> cleanUp(
                        call,
                        state,
                        candidates(call, Overview.of(state, summaries), since.get()),
                        since.get(),
                        confirmed)));
    }

    /** Reads an age, or the moment that a button names: so the button removes nothing that was not listed with it. */
    private static Optional<Instant> idleSince(String typed, Instant now) {
        return typed.matches("@\\d{1,12}")
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(typed.substring(1))))
                : HumanText.parseDuration(typed).map(now::minus);
    }

    private static List<ChatSummary> candidates(Invocation call, Overview overview, Instant idleSince) {
        return overview.visible(call.caller().overview()).stream()
                .filter(each -> each.settled() && each.activity().isIdle())
                .filter(each -> each.lastActivity().isBefore(idleSince))
                .toList();
    }

    private static Reaction cleanUp(
            Invocation call, ChatState state, List<ChatSummary> candidates, Instant since, boolean confirmed) {
        if (candidates.isEmpty()) {
            return Reaction.say(
                    state, Texts.of("cleanup.none", HumanText.inWords(Duration.between(since, call.now()))));
        }
        if (candidates.size() > 1 && !confirmed) {
            return Reaction.say(state, question(candidates, since, call.now()));
        }
        return Reaction.of(
                state,
                new Reaction.Cleanup(
                        candidates.stream().map(ChatSummary::chat).toList(),
                        since,
                        (now, gone) -> Reaction.say(now, report(gone, candidates.size()))));
    }

    private static Reply question(List<ChatSummary> candidates, Instant since, Instant now) {
        var listed = candidates.stream()
                .limit(MOST_NAMED)
                .map(each -> Texts.of(
                        "cleanup.entry",
                        Markdown.text(each.title()),
                        each.chat(),
                        HumanText.ago(each.lastActivity(), now)))
                .collect(Collectors.joining("\n"));
        var more = candidates.size() > MOST_NAMED ? "\n" + Texts.of("list.more", candidates.size() - MOST_NAMED) : "";
        return Reply.of(
                Texts.of("cleanup.question", candidates.size()) + "\n" + listed + more,
                new Reply.Button(
                        Texts.of("cleanup.button.remove", candidates.size()),
                        "/sessions cleanup @" + since.getEpochSecond() + " " + YES));
    }

    private static String report(List<String> gone, int asked) {
        var stayed = asked - gone.size();
        var rest = stayed == 0 ? "" : "\n" + Texts.of("cleanup.stayed", stayed);
        if (gone.isEmpty()) {
            return Texts.of("cleanup.nothing") + rest;
        }
        return Texts.of("cleanup.removed", gone.size()) + "\n"
                + gone.stream()
                        .limit(MOST_NAMED)
                        .map(title -> Texts.of("list.item", Markdown.text(title)))
                        .collect(Collectors.joining("\n"))
                + (gone.size() > MOST_NAMED ? "\n" + Texts.of("list.more", gone.size() - MOST_NAMED) : "")
                + rest;
    }
}
