package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Optional;
import java.util.Set;
import switchboard.model.ChatState;
import switchboard.model.Original;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/**
 * Asks what a message says since it was edited, in a copy of its session that ends before it. Buttons give this command, and nobody
 * types its name by chance. The session itself stays in {@code /resume}, and files stay as they are.
 */
@AutoService(SlashCommand.class)
public final class AskFromHereCommand implements SlashCommand {

    /** Has a character that no Telegram command can have. */
    static final String NAME = "ask-from-here";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "";
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.FORK);
    }

    static Reply.Button button(Original original) {
        return new Reply.Button(Texts.of("edit.button.fromHere"), "/" + NAME + " " + original.message());
    }

    /** The session in which the agent was asked what the message said before, if the chat still has it. */
    static Optional<Session> session(ChatState state, Original original) {
        return Optional.ofNullable(original.session()).flatMap(state::session);
    }

    @Override
    public Reaction run(Invocation call) {
        var state = call.state();
        var known = state.original(call.argument());
        var content = known.map(Original::edited).orElse(null);
        if (known.isEmpty() || content == null) {
            return call.say(Texts.of(known.isEmpty() ? "edit.forgotten" : "edit.asked"));
        }
        var original = known.get();
        var session = session(state, original);
        if (session.isEmpty()) {
            return call.say(Texts.of("edit.forgotten"));
        }
        var copy = session.get().fork(original.turn(), session.get().title(), call.now());
        var prompt = new Prompt(TurnId.random(), content, true, original.message(), call.now());
        var next = state.edit(original, original.asked(prompt.id())).move(copy).accept(prompt);
        return next.isOnHold(prompt.id())
                ? Reaction.say(next, StopCommand.overtaking(next, prompt.id()))
                : Reaction.say(next, Texts.of(state.movesAtOnce() ? "edit.fromHere" : "edit.fromHereQueued"));
    }
}
