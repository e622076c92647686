package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.stream.Stream;
import switchboard.model.Content;
import switchboard.text.Texts;

/**
 * {@code /handoff [what matters]}: asks for a summary. Once that is written, the chat continues in a new session, which has it; what
 * waits behind it runs there.
 */
@AutoService(SlashCommand.class)
public final class HandoffCommand implements SlashCommand {

    @Override
    public String name() {
        return "handoff";
    }

    @Override
    public String description() {
        return Texts.of("help.handoff");
    }

    @Override
    public Reaction run(Invocation call) {
        return call.state().isSpokenIn()
                ? Prompts.ask(
                        call,
                        Stream.concat(call.attached().stream(), Stream.of(new Content.Handoff(call.argument())))
                                .toList(),
                        true)
                : call.say(Texts.of("handoff.nothing"));
    }
}
