// SPDX-License-Identifier: Apache-2.0
/**
 * One drag for lists, board and calendar, by pointer events (the browser's own fails on Android). A mouse
 * drags after 4 px; a finger after holding still for 400 ms, because moving first means scrolling. Escape
 * cancels; near an edge the scroller scrolls.
 */
const MOUSE_PX = 4;
const HOLD_MS = 400;
const STRAY_PX = 8;
const EDGE_PX = 48;

export interface DragPoint {
  x: number;
  y: number;
  alt: boolean;
  /** The nearest element with data-drop under the pointer. */
  target: HTMLElement | null;
}

export interface DragHandlers {
  onStart?(): void;
  onMove(point: DragPoint): void;
  onDrop(point: DragPoint): void;
  onCancel(): void;
  /** Scrolled when the pointer is near its edge. */
  scroller?: HTMLElement | null;
}

function pointOf(event: { clientX: number; clientY: number; altKey: boolean }): DragPoint {
  const under = document.elementsFromPoint(event.clientX, event.clientY);
  const target =
    under.map((one) => one.closest<HTMLElement>('[data-drop]')).find((one) => one !== null) ?? null;
  return { x: event.clientX, y: event.clientY, alt: event.altKey, target };
}

function edgeScroll(scroller: HTMLElement | null | undefined, y: number): void {
  if (!scroller) return;
  const box = scroller.getBoundingClientRect();
  if (y < box.top + EDGE_PX) scroller.scrollTop -= 12;
  else if (y > box.bottom - EDGE_PX) scroller.scrollTop += 12;
}

/** Call from pointerdown. What is pressed keeps its click unless a drag began. */
export function beginDrag(down: React.PointerEvent | PointerEvent, handlers: DragHandlers): void {
  if (down.button !== 0) return;
  const { clientX: x0, clientY: y0, pointerId, pointerType } = down;
  const touch = pointerType !== 'mouse';
  let dragging = false;
  let last = { clientX: x0, clientY: y0, altKey: down.altKey };
  let frame = 0;
  const hold = touch ? setTimeout(start, HOLD_MS) : undefined;

  function start(): void {
    dragging = true;
    document.documentElement.style.setProperty('user-select', 'none');
    if (touch) navigator.vibrate?.(10);
    handlers.onStart?.();
    handlers.onMove(pointOf(last));
    frame = requestAnimationFrame(tick);
  }
  function tick(): void {
    edgeScroll(handlers.scroller, last.clientY);
    frame = requestAnimationFrame(tick);
  }
  function move(event: PointerEvent): void {
    if (event.pointerId !== pointerId) return;
    last = event;
    const far = Math.hypot(event.clientX - x0, event.clientY - y0);
    if (dragging) handlers.onMove(pointOf(event));
    else if (touch && far > STRAY_PX) end();
    else if (!touch && far > MOUSE_PX) start();
  }
  function up(event: PointerEvent): void {
    if (event.pointerId !== pointerId) return;
    const was = dragging;
    end();
    if (!was) return;
    window.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener('click', swallow, true), 50);
    handlers.onDrop(pointOf(event));
  }
  function cancel(): void {
    const was = dragging;
    end();
    if (was) handlers.onCancel();
  }
  function key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !dragging) return;
    event.preventDefault();
    event.stopPropagation();
    cancel();
  }
  function still(event: TouchEvent): void {
    if (dragging) event.preventDefault();
  }
  function end(): void {
    clearTimeout(hold);
    cancelAnimationFrame(frame);
    dragging = false;
    document.documentElement.style.removeProperty('user-select');
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', up);
    window.removeEventListener('pointercancel', cancel);
    window.removeEventListener('keydown', key, true);
    window.removeEventListener('touchmove', still);
  }
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', up);
  window.addEventListener('pointercancel', cancel);
  window.addEventListener('keydown', key, true);
  window.addEventListener('touchmove', still, { passive: false });
}

function swallow(event: MouseEvent): void {
  event.stopPropagation();
  event.preventDefault();
}
