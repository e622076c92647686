package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.model.Reply;

/** {@code /retry}: asks the last prompt again. */
@AutoService(SlashCommand.class)
public final class RetryCommand implements SlashCommand {

    @Override
    public String name() {
        return "retry";
    }

    @Override
    public String description() {
        return "Ask the last prompt again";
    }

    @Override
    public Reaction run(Invocation call) {
        var last = call.state().lastPrompt();
        if (last == null) {
            return call.say("There is nothing to retry yet. Just write what you want.");
        }
        var held = call.state().onHold().filter(prompt -> prompt.text().equals(last));
        return held.reduce((first, second) -> second)
                .map(prompt -> Reaction.say(
                        call.state(),
                        new Reply(
                                "Your last message " + Prompts.quoted(prompt) + " is on hold.",
                                Prompts.runOrDiscard(call.state(), prompt.id()))))
                .orElseGet(() -> Prompts.ask(call, last, true));
    }
}
