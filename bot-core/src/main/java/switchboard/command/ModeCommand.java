package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.model.AgentQuery;
import switchboard.model.ChatState;
import switchboard.model.PermissionMode;
import switchboard.model.Reply;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /mode [mode]}: shows or picks the mode, which decides what Claude may do without asking. */
@AutoService(SlashCommand.class)
public final class ModeCommand implements SlashCommand {

    @Override
    public String name() {
        return "mode";
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.MODES);
    }

    @Override
    public String description() {
        return Texts.of("help.mode");
    }

    @Override
    public Reaction run(Invocation call) {
        var current = call.facts().modeOf(call.state().settings());
        if (call.argument().isEmpty()) {
            return offer(call, Texts.of("mode.is", told(current)));
        }
        var mode = PermissionMode.parse(call.argument());
        if (mode.isEmpty()) {
            var words = allowed(call).map(PermissionMode::word).toList();
            return offer(call, Nearest.refusal(Texts.of("mode.unknown"), call.argument(), words));
        }
        return pick(call, mode.get());
    }

    /** Puts a mode in force, if the engine's settings allow it. */
    static Reaction pick(Invocation call, PermissionMode mode) {
        if (!call.caller().isOwner()) {
            return call.deny(Texts.of("owner.mode"));
        }
        if (!mode.isOpenUnder(call.facts().agent().mode())) {
            return call.say(Texts.of("mode.noBypass"));
        }
        var next = call.state().with(ChatState::settings, settings -> settings.withMode(mode));
        var said = mode == PermissionMode.PLAN ? Texts.of("mode.setPlan") : Texts.of("mode.set", told(mode));
        if (!call.isAtWork()) {
            return Reaction.say(next, said);
        }
        // confirmed only once the mode is in force, because the next tool call may be on its way
        return Reaction.of(
                next,
                new Reaction.AskAgent<>(
                        new AgentQuery.TakeMode(mode),
                        (now, result) -> Reaction.say(
                                now,
                                switch (result) {
                                    case AgentQuery.Answered<AgentQuery.Taken> taken -> said;
                                    case AgentQuery.Unanswered<AgentQuery.Taken> none ->
                                        Texts.of("mode.later", told(mode), Markdown.text(none.why()));
                                })));
    }

    private static Reaction offer(Invocation call, String first) {
        var modes = allowed(call).toList();
        var lines =
                modes.stream().map(mode -> Texts.of("list.item", told(mode))).collect(Collectors.joining("\n"));
        var words = modes.stream().map(PermissionMode::word);
        var said = first + "\n" + lines;
        return Reaction.say(
                call.state(),
                call.mayOfferToOwners()
                        ? new Reply(said, Buttons.words(2, "mode", words))
                        : Reply.of(said + "\n" + Texts.of("owner.mode")));
    }

    private static Stream<PermissionMode> allowed(Invocation call) {
        return Arrays.stream(PermissionMode.values())
                .filter(mode -> mode.isOpenUnder(call.facts().agent().mode()));
    }

    private static String told(PermissionMode mode) {
        return Texts.of("mode.named", mode.word(), mode.meaning());
    }
}
