package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Optional;
import java.util.Set;
import switchboard.model.ChatState;
import switchboard.model.Original;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.Session;
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
        return Optional.ofNullable(original.session()).flatMap(state.sessions()::find);
    }

    @Override
    public Reaction run(Invocation call) {
        return EditedCommand.ask(
                call,
                (original, prompt) -> session(call.state(), original)
                        .map(session -> ask(call, original, prompt, session))
                        .orElseGet(() -> call.say(Texts.of("edit.forgotten"))));
    }

    private static Reaction ask(Invocation call, Original original, Prompt prompt, Session session) {
        var state = call.state();
        var copy = session.fork(original.turn(), session.title(), call.now());
        var next = state.with(ChatState::receipts, receipts -> receipts.edit(original, original.asked(prompt.id())))
                .move(copy)
                .accept(prompt);
        return next.queue().isOnHold(prompt.id())
                ? Reaction.say(next, StopCommand.overtaking(next, prompt.id()))
                : Reaction.say(next, Texts.of(state.movesAtOnce() ? "edit.fromHere" : "edit.fromHereQueued"));
    }
}
