package switchboard.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import switchboard.model.AgentQuery;
import switchboard.model.ChangedTurn;
import switchboard.model.ChatState;
import switchboard.model.FileChanges;
import switchboard.model.FileSearch;
import switchboard.model.FileState;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.model.Shortcut;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * An undo, step by step: the agent is asked what differs, and if that is what the person was shown, it puts the files back and is
 * asked again, for it may succeed in part and say nothing. Pure.
 *
 * @param seen stands for what the person was shown; empty for nothing yet
 * @param goesBack whether the conversation goes back, too
 * @param mayGoBack whether that is possible
 */
record UndoSteps(
        ChangedTurn turn,
        Session session,
        String seen,
        boolean goesBack,
        boolean mayGoBack,
        FileSearch.Finder finder,
        Instant began) {

    /** The clock of a file system may differ a little from that of the engine. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);

    Reaction look(ChatState state) {
        return Reaction.of(
                state,
                new Reaction.AskAgent<>(
                        new AgentQuery.ChangesSince(turn.id()), session, (now, result) -> switch (result) {
                            case AgentQuery.Unanswered<FileChanges> none -> Reaction.say(now, cannot(none.why()));
                            case AgentQuery.Answered<FileChanges> found -> looked(now, found.answer());
                        }));
    }

    private UndoText text(ChatState now, FileChanges changes) {
        return new UndoText(now.changes(), turn, session.directory(), changes);
    }

    private String cannot(String why) {
        return Texts.of("undo.cannot", UndoText.quoted(turn), Markdown.text(why));
    }

    private Reaction looked(ChatState now, FileChanges changes) {
        if (now.changes().isUndone(turn)) { // another press was faster
            return Reaction.say(now, Texts.of("undo.undone", UndoText.quoted(turn)));
        }
        if (changes.reachable().isEmpty()) {
            var nothing = text(now, changes).nothing();
            return goesBack
                    ? goBack(now, nothing)
                    : Reaction.say(now.with(ChatState::changes, log -> log.undone(turn)), nothing);
        }
        if (seen.equals(key(changes))) {
            return putBack(now, changes);
        }
        if (now.changes().since(turn).stream().noneMatch(ChangedTurn::mayBeMore)) {
            return offer(now, changes, FileSearch.Found.NOTHING);
        }
        var search = search(now, changes);
        return Reaction.of(
                now,
                new Reaction.Work<>(
                        () -> finder.find(now.id(), search),
                        (later, found) -> offer(
                                later,
                                changes,
                                found instanceof Reaction.Done<FileSearch.Found> done
                                        ? done.value()
                                        : new FileSearch.Found(List.of(), false, false))));
    }

    /** Stands for exactly these files as they are now. */
    private static String key(FileChanges changes) {
        return Shortcut.to(changes.files().toString()).key().substring(1);
    }

    /** The files of the session's directory that were modified while the turns were at work, and that the agent does not know. */
    private FileSearch search(ChatState now, FileChanges changes) {
        var known = changes.files().stream().map(FileState::path).collect(Collectors.toSet());
        var period = new FileSearch.Period(
                turn.begun().minus(CLOCKS_DIFFER),
                now.changes().since(turn).getLast().ended().plus(CLOCKS_DIFFER),
                known);
        return new FileSearch(session.directory(), List.of(), Set.of(), period);
    }

    private Reaction offer(ChatState now, FileChanges changes, FileSearch.Found beyond) {
        var text = text(now, changes);
        var button = new Reply.Button(
                Texts.of(text.foreign().isEmpty() ? "undo.button.putBack" : "undo.button.allTheSame"),
                UndoCommand.line(turn.id()) + " " + key(changes));
        var back = new Reply.Button(Texts.of("undo.button.back"), button.command() + " " + UndoCommand.BACK);
        return Reaction.say(
                now,
                text.offer(
                        !seen.isEmpty(),
                        beyond,
                        mayGoBack ? List.of(List.of(button), List.of(back)) : List.of(List.of(button))));
    }

    /** The chat continues in a copy of the session that ends before the turn. The session itself stays in {@code /resume}. */
    private Reaction goBack(ChatState now, String files) {
        var next = now.with(ChatState::changes, changes -> changes.undone(turn))
                .move(session.fork(turn.id(), session.title(), began));
        var words = UndoText.quoted(turn);
        return Reaction.say(
                next, Texts.together(files, Texts.of(now.movesAtOnce() ? "undo.back" : "undo.backQueued", words)));
    }

    private Reaction putBack(ChatState now, FileChanges before) {
        var current = now.current();
        var isAtWork = current != null && current.begun();
        if (isAtWork || now.changes().puttingBack() != null) {
            return Reaction.say(now, Texts.of(isAtWork ? "undo.atWork" : "undo.underWay"));
        }
        return Reaction.of(
                now.with(ChatState::changes, changes -> changes.puttingBack(turn.id())),
                new Reaction.AskAgent<>(
                        new AgentQuery.PutBack(turn.id()),
                        session,
                        (later, result) -> lookAgain(
                                later,
                                before,
                                result instanceof AgentQuery.Unanswered<AgentQuery.Taken> failed ? failed.why() : "")));
    }

    private Reaction lookAgain(ChatState now, FileChanges before, String problem) {
        return Reaction.of(
                now,
                new Reaction.AskAgent<>(
                        new AgentQuery.ChangesSince(turn.id()),
                        session,
                        (later, result) -> result(
                                later.with(ChatState::changes, changes -> changes.puttingBack(null)),
                                before,
                                problem,
                                result)));
    }

    private Reaction result(ChatState now, FileChanges before, String problem, AgentQuery.Result<FileChanges> result) {
        return switch (result) {
            case AgentQuery.Unanswered<FileChanges> none ->
                Reaction.say(
                        now,
                        Reply.of(Texts.of("undo.unclear", Markdown.text(none.why())), UndoCommand.again(turn.id())));
            case AgentQuery.Answered<FileChanges> answered -> {
                var left = answered.answer();
                var text = text(now, left);
                if (!left.reachable().isEmpty()) {
                    yield Reaction.say(now, text.left(before, problem));
                }
                var done = text.besides(Texts.of("undo.done", text.counted(before), UndoText.quoted(turn)));
                yield goesBack
                        ? goBack(now, done)
                        : Reaction.say(now.with(ChatState::changes, changes -> changes.undone(turn)), done);
            }
        };
    }
}
