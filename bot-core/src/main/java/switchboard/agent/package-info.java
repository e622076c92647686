/**
 * What the engine knows of a coding agent: {@link switchboard.agent.Agent} names it and makes its sessions,
 * {@link switchboard.agent.AgentProtocol} is what a chat tells a session and hears from it. An agent translates its own protocol
 * into these; nothing outside its package knows more of it.
 */
@NullMarked
package switchboard.agent;

import org.jspecify.annotations.NullMarked;
