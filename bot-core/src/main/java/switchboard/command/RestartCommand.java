package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.model.AgentQuery;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * {@code /restart}: ends the agent's process, so that the next prompt starts a fresh one with the same session. A button's
 * {@code /restart stop ID} stops that turn first.
 */
@AutoService(SlashCommand.class)
public final class RestartCommand implements SlashCommand {

    private static final String STOP = "stop";

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String description() {
        return Texts.of("help.restart");
    }

    @Override
    public Reaction run(Invocation call) {
        if (!call.isAtWork()) {
            return Reaction.of(call.state(), end(call));
        }
        return call.running().stream()
                .filter(turn -> call.word().equals(STOP) && Prompts.isNamed(turn, call.rest()))
                .findFirst()
                .map(turn -> Reaction.of(call.state(), new Reaction.StopTurn(turn), end(call)))
                .orElseGet(() -> ask(call));
    }

    /** The button is for the turn that is at work now, and does nothing to a later one. */
    private static Reaction ask(Invocation call) {
        var current = call.state().current();
        var turn = current != null && call.running().contains(current.id())
                ? current.id()
                : call.running().iterator().next();
        return Reaction.say(
                call.state(),
                Reply.of(
                        Texts.of("restart.atWork", name(call)),
                        new Reply.Button(Texts.of("restart.button"), command(turn))));
    }

    private static String command(TurnId turn) {
        return "/restart " + STOP + " " + Prompts.key(turn);
    }

    private static Reaction.Action end(Invocation call) {
        return new Reaction.AskAgent<>(new AgentQuery.EndProcess(), (now, answer) -> told(call, now, answer));
    }

    private static Reaction told(Invocation call, ChatState now, AgentQuery.Result<AgentQuery.ProcessEnd> result) {
        return Reaction.say(
                now,
                switch (result) {
                    case AgentQuery.Unanswered<AgentQuery.ProcessEnd> none -> Markdown.text(none.why());
                    case AgentQuery.Answered<AgentQuery.ProcessEnd> answered ->
                        switch (answered.answer()) {
                            case ENDS_NOW -> Texts.of("restart.ended", name(call));
                            case ENDS_AFTER_TURN -> Texts.of("restart.afterTurn", name(call));
                            case NONE -> Texts.of("restart.none", name(call));
                        };
                });
    }

    private static String name(Invocation call) {
        return Markdown.text(call.facts().agent().nameFirst());
    }
}
