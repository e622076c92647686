/**
 * Text as people and shells write it. Pure; it knows no other package.
 *
 * <p>Whatever a person reads in a chat, on a button or on a console is in the catalogue of {@link switchboard.text.Texts}. Not in it
 * are log lines and exceptions, which developers read; what the agent reads; words that are typed or stored, such as the names of
 * commands, settings and modes; and the pages of the browser, which have files of their own.
 */
@NullMarked
package switchboard.text;

import org.jspecify.annotations.NullMarked;
