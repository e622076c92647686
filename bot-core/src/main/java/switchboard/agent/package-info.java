/**
 * The port for coding agents: {@link switchboard.agent.Agent} names an agent and makes its sessions,
 * {@link switchboard.agent.AgentProtocol} has the messages between a chat and a session. An agent translates its own protocol into
 * these; no other package knows more of it.
 */
@NullMarked
package switchboard.agent;

import org.jspecify.annotations.NullMarked;
