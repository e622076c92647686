package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.text.Texts;

/** A prompt that looked like a command. The button [Send to Claude] gives this command, and nobody types its name by chance. */
@AutoService(SlashCommand.class)
public final class SendCommand extends PromptCommand {

    /** Has a character that no Telegram command can have. */
    public static final String NAME = "send-to-claude";

    public SendCommand() {
        super(NAME, "", Texts.of("send.empty"));
    }
}
