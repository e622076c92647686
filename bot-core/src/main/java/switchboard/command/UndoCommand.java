package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Set;
import switchboard.diff.DiffGuard;
import switchboard.model.ChangedTurn;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * {@code /undo}: shows which files the last turn has changed, and puts them back. {@code /undo TURN} does so for an earlier turn,
 * which takes back all later ones of its session; {@code /undo TURN KEY} puts back exactly what was shown under that key, and
 * {@code /undo TURN diff} shows what a turn has changed, and {@code /undo TURN KEY back} takes the conversation back, too.
 */
@AutoService(SlashCommand.class)
public final class UndoCommand implements SlashCommand {

    public static final String NAME = "undo";

    /** After the turn: what it has changed is shown. */
    private static final String DIFF = "diff";

    /** After the key: the conversation goes back, too. */
    static final String BACK = "back";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return Texts.of("help.undo");
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.UNDO);
    }

    /** The buttons under the answer of a turn that has changed files. */
    public static List<Reply.Button> buttons(TurnId turn) {
        return List.of(new Reply.Button(Texts.of("undo.button.diff"), line(turn) + " " + DIFF), button(turn));
    }

    static Reply.Button button(TurnId turn) {
        return new Reply.Button(Texts.of("undo.button"), line(turn));
    }

    /** What a restart has interrupted. */
    public static Reply interrupted(TurnId turn) {
        return Reply.of(Texts.of("undo.interrupted"), again(turn));
    }

    static Reply.Button again(TurnId turn) {
        return new Reply.Button(Texts.of("undo.button.again"), line(turn));
    }

    static String line(TurnId turn) {
        return "/undo " + Prompts.key(turn);
    }

    @Override
    public Reaction run(Invocation call) {
        var log = call.state().changes();
        var isDiff = call.rest().equals(DIFF);
        if (log.puttingBack() != null && !isDiff) {
            return call.say(Texts.of("undo.underWay"));
        }
        if (call.isAtWork() && !isDiff) {
            return call.say(Texts.of("undo.atWork"));
        }
        var word = call.word();
        var turn = word.isEmpty() ? log.newest(call.state().session()) : log.find(id -> Prompts.isNamed(id, word));
        if (turn.isEmpty()) {
            return call.say(Texts.of(word.isEmpty() ? "undo.none" : "undo.unknown"));
        }
        return turn.get().undone() && !isDiff
                ? call.say(Texts.of("undo.undone", UndoText.quoted(turn.get())))
                : undo(call, turn.get());
    }

    private static Reaction undo(Invocation call, ChangedTurn turn) {
        var session = call.state().sessions().find(turn.session());
        if (session.isEmpty()) {
            return call.say(Texts.of("undo.unknown"));
        }
        var directory = session.get().directory();
        var directories = call.facts().directories();
        if (directories.access(call.state().id(), directory) != Directories.Access.OPEN) {
            return call.say(Texts.of("undo.notAllowed"));
        }
        if (call.rest().equals(DIFF)) {
            var closed = directories.closed().apply(call.state().id());
            var guard = new DiffGuard(directory, closed, call.facts().secrets());
            return new TurnDiff(turn, session.get(), guard).show(call.state());
        }
        var rest = call.rest().split("\\s+", 2);
        var mayGoBack = call.facts().provider().capabilities().contains(Capability.FORK);
        var goesBack = mayGoBack && rest.length > 1 && rest[1].equals(BACK);
        return new UndoSteps(
                        turn,
                        session.get(),
                        rest[0],
                        goesBack,
                        mayGoBack,
                        call.facts().files(),
                        call.now())
                .look(call.state());
    }
}
