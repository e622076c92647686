package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.text.Texts;

/** A prompt that looked like a command; the button [Send to Claude] gives it, and nobody types its name by chance. */
@AutoService(SlashCommand.class)
public final class SendCommand extends PromptCommand {

    /** With a character that no command of Telegram's has. */
    public static final String NAME = "send-to-claude";

    public SendCommand() {
        super(NAME, "", Texts.of("send.empty"));
    }
}
