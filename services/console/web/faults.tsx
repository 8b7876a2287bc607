import { Component, type ComponentChildren } from "preact";
import { Trouble } from "./parts/trouble.tsx";

interface Props {
  /** To go elsewhere is a way out of what failed. */
  readonly at?: string;
  readonly children: ComponentChildren;
}

interface State {
  readonly error: unknown;
}

/** Shows what failed within instead of an empty page. */
export class Faults extends Component<Props, State> {
  override state: State = { error: null };

  static override getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override componentDidUpdate({ at }: Props): void {
    if (at !== this.props.at && this.state.error !== null) this.setState({ error: null });
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div class="page">
        <Trouble error={error} again={() => location.reload()} />
      </div>
    );
  }
}
