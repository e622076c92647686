/** Recordings become text by a service with OpenAI's interface, wherever it runs. */
@NullMarked
package switchboard.openai;

import org.jspecify.annotations.NullMarked;
