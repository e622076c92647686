package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.model.Prompt;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/** {@code !!TEXT}: stops the current task and asks this instead, before all that waits. */
@AutoService(SlashCommand.class)
public final class InsteadCommand implements SlashCommand {

    @Override
    public String name() {
        return "instead";
    }

    @Override
    public String sign() {
        return "!!";
    }

    @Override
    public String description() {
        return Texts.of("help.instead");
    }

    @Override
    public boolean takesPrompt() {
        return true;
    }

    @Override
    public Reaction run(Invocation call) {
        var content = call.content();
        if (content.isEmpty()) {
            return call.say(Texts.of("instead.empty"));
        }
        var state = call.state();
        if (call.running().isEmpty() || state.receipts().wasSaidBeforeStop()) {
            return Prompts.ask(call, content, true);
        }
        var prompt = new Prompt(TurnId.random(), content, true, call.message(), call.now(), call.caller());
        return new Reaction(
                state.acceptInstead(prompt),
                call.running().stream()
                        .<Reaction.Action>map(Reaction.StopTurn::new)
                        .toList());
    }
}
