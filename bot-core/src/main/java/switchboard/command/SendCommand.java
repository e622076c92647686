package switchboard.command;

import com.google.auto.service.AutoService;

/** {@code /send TEXT}: a prompt that looked like a command; the button [Send to Claude] gives it. */
@AutoService(SlashCommand.class)
public final class SendCommand extends PromptCommand {

    public SendCommand() {
        super("send", "", "Write what to send after it, or just write it as a message.");
    }
}
