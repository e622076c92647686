package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Locale;
import java.util.Set;
import switchboard.model.PermissionMode;
import switchboard.text.Texts;

/** {@code /plan}: plan mode, in which Claude changes nothing; {@code /plan off} leaves it. */
@AutoService(SlashCommand.class)
public final class PlanCommand implements SlashCommand {

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.MODES);
    }

    @Override
    public String description() {
        return Texts.of("help.plan");
    }

    @Override
    public boolean needsOwner() {
        return true;
    }

    @Override
    public Reaction run(Invocation call) {
        return switch (call.argument().toLowerCase(Locale.ROOT)) {
            case "", "on" -> ModeCommand.pick(call, PermissionMode.PLAN);
            case "off" -> leave(call);
            default -> call.say(Texts.of("plan.usage"));
        };
    }

    private static Reaction leave(Invocation call) {
        var usual = call.facts().agent().mode();
        if (call.facts().modeOf(call.state().settings()) != PermissionMode.PLAN) {
            return call.say(Texts.of("plan.isOff"));
        }
        return ModeCommand.pick(call, usual == PermissionMode.PLAN ? PermissionMode.DEFAULT : usual);
    }
}
