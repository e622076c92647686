package switchboard.command;

import com.google.auto.service.AutoService;

/** {@code /ask TEXT}: a prompt, for groups in which the bot does not hear mentions. */
@AutoService(SlashCommand.class)
public final class AskCommand implements SlashCommand {

    @Override
    public String name() {
        return "ask";
    }

    @Override
    public String description() {
        return "Ask Claude, for groups where I can't see mentions";
    }

    @Override
    public boolean takesPrompt() {
        return true;
    }

    @Override
    public Reaction run(Invocation call) {
        return call.argument().isEmpty()
                ? call.say("Write your question after it: /ask what does this project do?")
                : Prompts.ask(call, call.argument(), true);
    }
}
