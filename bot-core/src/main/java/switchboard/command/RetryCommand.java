package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.model.Reply;
import switchboard.text.Texts;

/** {@code /retry}: asks the last prompt again. */
@AutoService(SlashCommand.class)
public final class RetryCommand implements SlashCommand {

    @Override
    public String name() {
        return "retry";
    }

    @Override
    public String description() {
        return Texts.of("help.retry");
    }

    @Override
    public Reaction run(Invocation call) {
        var last = call.state().queue().lastPrompt();
        if (last == null) {
            return call.say(Texts.of("retry.none"));
        }
        var held = call.state().onHold().filter(prompt -> prompt.content().equals(last));
        return held.reduce((first, second) -> second)
                .map(prompt -> Reaction.say(
                        call.state(),
                        new Reply(
                                Texts.of("retry.onHold", Prompts.quoted(prompt)),
                                Prompts.runOrDiscard(call.state(), prompt.id()))))
                .orElseGet(() -> Prompts.ask(call, last, true));
    }
}
