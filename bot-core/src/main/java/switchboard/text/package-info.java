/**
 * Text as people and shells write it. Pure; it depends on no other package.
 *
 * <p>Whatever a person reads in a chat, on a button, or on the console when the program cannot start is in the catalogue of {@link
 * switchboard.text.Texts}. These are not:
 *
 * <ul>
 *   <li>log lines, and exceptions that only a developer who embeds the engine can cause;
 *   <li>what the agent reads: quotes around a prompt, refusals of its tool calls;
 *   <li>words that are typed or stored: names of commands, settings, modes and files;
 *   <li>the scenes of the stand-in, and the browser's pages, which are files of their own.
 * </ul>
 */
@NullMarked
package switchboard.text;

import org.jspecify.annotations.NullMarked;
