package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.text.Texts;

/** {@code /ask TEXT}: a prompt, for groups in which the bot does not receive mentions. */
@AutoService(SlashCommand.class)
public final class AskCommand extends PromptCommand {

    public AskCommand() {
        super("ask", Texts.of("help.ask"), Texts.of("ask.empty"));
    }
}
