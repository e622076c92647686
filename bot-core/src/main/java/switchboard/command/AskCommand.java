package switchboard.command;

import com.google.auto.service.AutoService;

/** {@code /ask TEXT}: a prompt, for groups in which the bot does not hear mentions. */
@AutoService(SlashCommand.class)
public final class AskCommand extends PromptCommand {

    public AskCommand() {
        super(
                "ask",
                "Ask Claude, for groups where I can't see mentions",
                "Write your question after it: /ask what does this project do?");
    }
}
