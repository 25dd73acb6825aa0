import { setTimeout } from "node:timers/promises";
import { Failure } from "../tools/processes.js";

// What passes by itself: nobody listening, no answer in time, an answer that is not JSON (of a proxy, say), a failed
// HTTP request, and a node's "limit exceeded".
const PASSING_ERRORS = [702, 703, 704];
const PASSING_CODES = [-1, -32005];
const REFUSED = 703;

const MOST_TRIES = 12;
const LONGEST_PAUSE = 10_000;

/**
 * An EIP-1193 provider over another one that asks again when a node does not answer. To ask twice does no harm:
 * a transaction is signed before it comes here, and is the same transaction the second time.
 */
export class PatientProvider {
  #inner;
  #origin;
  #talk;
  #hasAnswered = false;

  /** Called before each request; what it throws ends the request. */
  onRequest = () => {};

  /**
   * @param inner The provider to ask.
   * @param origin The node's address without the path, which may hold a key.
   * @param talk Called with each line for people.
   */
  constructor({ inner, origin, talk }) {
    this.#inner = inner;
    this.#origin = origin;
    this.#talk = talk;
  }

  async request({ method, params }) {
    this.onRequest();
    for (let tries = 1; ; tries++) {
      try {
        const answer = await this.#inner.request({ method, params });
        this.#hasAnswered = true;
        return answer;
      } catch (error) {
        if (!isPassing(error)) throw error;
        const isHopeless = error.number === REFUSED && !this.#hasAnswered;
        if (isHopeless || tries === MOST_TRIES) {
          throw new Failure(`${this.#origin} does not answer ${method}: ${firstLine(error)}`, {
            hint: "see to it that the node's address is right and that it is up; the same command goes on where this one stopped",
            exitCode: 7,
          });
        }
        if (tries > 2) this.#talk(`${this.#origin} does not answer ${method} (${firstLine(error)}); asking again`);
        await setTimeout(Math.min(100 * 2 ** tries, LONGEST_PAUSE));
      }
    }
  }
}

const isPassing = (error) => PASSING_ERRORS.includes(error.number) || PASSING_CODES.includes(error.code);

const firstLine = (error) => error.message.split("\n")[0];
