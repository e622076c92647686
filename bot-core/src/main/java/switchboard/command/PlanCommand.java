package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Locale;
import java.util.Set;
import switchboard.model.PermissionMode;

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
        return "Plan first, change nothing; /plan off leaves plan mode";
    }

    @Override
    public Reaction run(Invocation call) {
        return switch (call.argument().toLowerCase(Locale.ROOT)) {
            case "", "on" -> ModeCommand.pick(call, PermissionMode.PLAN);
            case "off" -> leave(call);
            default -> call.say("/plan turns plan mode on, /plan off turns it off; then write what is to be planned.");
        };
    }

    private static Reaction leave(Invocation call) {
        var usual = call.facts().agent().mode();
        if (call.facts().modeOf(call.state().settings()) != PermissionMode.PLAN) {
            return call.say("Plan mode is off already.");
        }
        return ModeCommand.pick(call, usual == PermissionMode.PLAN ? PermissionMode.DEFAULT : usual);
    }
}
