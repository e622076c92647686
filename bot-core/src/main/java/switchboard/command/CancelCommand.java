package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.model.ChatState;
import switchboard.text.Texts;

/** {@code /cancel ID}: takes back one prompt. The [Cancel] button of the prompt's notice gives this command. */
@AutoService(SlashCommand.class)
public final class CancelCommand implements SlashCommand {

    @Override
    public String name() {
        return "cancel";
    }

    @Override
    public String description() {
        return "";
    }

    @Override
    public Reaction run(Invocation call) {
        var key = call.argument();
        var current = call.state().current();
        if (current != null && Prompts.isNamed(current.id(), key)) {
            return Reaction.of(call.state(), new Reaction.StopTurn(current.id()));
        }
        return Prompts.find(call.state(), key)
                .map(prompt -> Reaction.say(
                        call.state().with(ChatState::queue, queue -> queue.drop(prompt.id())),
                        Texts.of("queue.cancelled", Prompts.quoted(prompt))))
                .orElseGet(() -> call.say(Texts.of("queue.gone")));
    }
}
