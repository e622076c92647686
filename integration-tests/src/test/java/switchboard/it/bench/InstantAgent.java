package switchboard.it.bench;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import switchboard.agent.Agent;
import switchboard.agent.AgentProtocol;
import switchboard.command.Capability;
import switchboard.model.AgentFacts;
import switchboard.model.PermissionMode;

/** An agent that streams a short answer at once: all that a turn with it costs is the engine's. */
final class InstantAgent implements Agent {

    static final String ANSWER = "All 42 tests pass, and the build is green again.";

    private static final List<AgentProtocol.Progress> STREAM = List.of(
            new AgentProtocol.Spoke("All 42 tests "),
            new AgentProtocol.Spoke("pass, and the build "),
            new AgentProtocol.Spoke("is green again."),
            new AgentProtocol.Said(ANSWER));

    private static final AgentProtocol.Finished END = new AgentProtocol.Finished(
            new AgentProtocol.Answered(), ANSWER, "", new AgentProtocol.Spent(12, 1_500, 200_000, 0.0013));

    @Override
    public AgentFacts facts() {
        return new AgentFacts("instant", "the instant agent", PermissionMode.DEFAULT, "instant");
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public Duration idle() {
        return Duration.ZERO;
    }

    @Override
    public Sessions sessions(String store) {
        return (chat, pool, owner) -> Behaviors.receive(AgentProtocol.Command.class)
                .onMessage(AgentProtocol.Run.class, run -> {
                    STREAM.forEach(run.turn()::tell);
                    run.turn().tell(END);
                    return Behaviors.same();
                })
                .onMessage(AgentProtocol.Shutdown.class, shutdown -> Behaviors.stopped())
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }
}
