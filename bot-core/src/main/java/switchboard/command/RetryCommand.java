package switchboard.command;

import com.google.auto.service.AutoService;

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
        return last == null
                ? call.say("There is nothing to retry yet. Just write what you want.")
                : Prompts.ask(call, last, true);
    }
}
