package switchboard.command;

import com.google.auto.service.AutoService;

/** {@code /send TEXT}: asks Claude what looked like a command; what [Send to Claude] gives. */
@AutoService(SlashCommand.class)
public final class SendCommand implements SlashCommand {

    @Override
    public String name() {
        return "send";
    }

    @Override
    public String description() {
        return "";
    }

    @Override
    public boolean takesPrompt() {
        return true;
    }

    @Override
    public Reaction run(Invocation call) {
        return call.argument().isEmpty()
                ? call.say("Write what to send after it, or just write it as a message.")
                : Prompts.ask(call, call.argument(), true);
    }
}
