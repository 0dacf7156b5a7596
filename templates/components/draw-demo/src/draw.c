/*
 * draw: a sheet of paper and a row of paints, with nothing but Xlib.
 *
 * Left button: draw with the chosen paint. Right button: the paper's colour, which rubs out. Wheel, or + and -: a thicker or thinner
 * pen. A click on a paint takes it; on the square at the end, or the key c: a clean sheet. q or Escape: the end.
 *
 * Everything that is drawn goes onto the window and onto a picture in the server's memory, from which the window is mended when
 * another one has covered it. That is the whole trick of a program without a toolkit.
 */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BAR 44 /* height of the row of paints */
#define CELL 36
#define MARGIN 6
#define THINNEST 2
#define THICKEST 40

static const char *const paints[] = {
	"#1f2a38", "#d1495b", "#edae49", "#66a182", "#2e86ab", "#8d5a97", "#f79256", "#9aa5b1",
};
#define PAINTS ((int)(sizeof paints / sizeof *paints))

static Display *display;
static Window window;
static Pixmap sheet; /* what is on the paper, without the row of paints */
static int width = 560, height = 380;
static GC pen;
static unsigned long colours[PAINTS], paper, bar, ink;
static int paint = 4, thickness = 6;

static unsigned long colour(const char *name)
{
	XColor found;

	if (XParseColor(display, DefaultColormap(display, DefaultScreen(display)), name, &found) &&
	    XAllocColor(display, DefaultColormap(display, DefaultScreen(display)), &found))
		return found.pixel;
	return BlackPixel(display, DefaultScreen(display));
}

static void box(Drawable on, unsigned long with, int x, int y, int w, int h)
{
	XSetForeground(display, pen, with);
	XFillRectangle(display, on, pen, x, y, (unsigned)w, (unsigned)h);
}

static int cell_x(int number)
{
	return MARGIN + number * (CELL + MARGIN);
}

static void show_bar(void)
{
	int at, end = cell_x(PAINTS), middle;

	box(window, bar, 0, 0, width, BAR);
	for (at = 0; at < PAINTS; at++) {
		box(window, colours[at], cell_x(at), 5, CELL, at == paint ? CELL - 2 : CELL - 10);
		if (at == paint)
			box(window, ink, cell_x(at), BAR - 4, CELL, 2);
	}
	/* The clean sheet: a white page with a frame. */
	box(window, ink, end, 5, CELL - 8, CELL - 4);
	box(window, paper, end + 1, 6, CELL - 10, CELL - 6);
	/* How thick the pen is, as a dot. */
	middle = end + CELL + 24;
	XSetForeground(display, pen, colours[paint]);
	XFillArc(display, window, pen, middle - thickness / 2, BAR / 2 - thickness / 2, (unsigned)thickness,
		 (unsigned)thickness, 0, 360 * 64);
}

static void show_sheet(void)
{
	XCopyArea(display, sheet, window, pen, 0, 0, (unsigned)width, (unsigned)(height - BAR), 0, BAR);
}

/* A sheet of the window's size, with as much of the old one as fits. */
static void resize(int to_width, int to_height)
{
	Pixmap old = sheet;
	int paper_height = to_height > BAR ? to_height - BAR : 1;

	sheet = XCreatePixmap(display, window, (unsigned)to_width, (unsigned)paper_height,
			      (unsigned)DefaultDepth(display, DefaultScreen(display)));
	box(sheet, paper, 0, 0, to_width, paper_height);
	if (old) {
		XCopyArea(display, old, sheet, pen, 0, 0, (unsigned)width, (unsigned)(height - BAR), 0, 0);
		XFreePixmap(display, old);
	}
	width = to_width;
	height = paper_height + BAR;
}

static void clear(void)
{
	box(sheet, paper, 0, 0, width, height - BAR);
	show_sheet();
}

static void stroke(Drawable on, int down, int x0, int y0, int x1, int y1)
{
	XDrawLine(display, on, pen, x0, y0 + down, x1, y1 + down);
}

static void draw(int x0, int y0, int x1, int y1, int rub)
{
	XSetForeground(display, pen, rub ? paper : colours[paint]);
	XSetLineAttributes(display, pen, (unsigned)(rub ? thickness * 3 : thickness), LineSolid, CapRound, JoinRound);
	stroke(sheet, -BAR, x0, y0, x1, y1);
	stroke(window, 0, x0, y0, x1, y1);
	if (y1 < BAR + thickness * 2)
		show_bar();
}

static void thicker(int by)
{
	thickness += by;
	if (thickness < THINNEST)
		thickness = THINNEST;
	if (thickness > THICKEST)
		thickness = THICKEST;
	show_bar();
}

static void click_bar(int x)
{
	int at;

	for (at = 0; at < PAINTS; at++)
		if (x >= cell_x(at) && x < cell_x(at) + CELL)
			paint = at;
	if (x >= cell_x(PAINTS) && x < cell_x(PAINTS) + CELL)
		clear();
	show_bar();
}

/* `-geometry WIDTHxHEIGHT+X+Y`, as every program of X takes it. */
static void place(int argc, char **argv, XSizeHints *sizes)
{
	unsigned int to_width = (unsigned)width, to_height = (unsigned)height;
	int given;

	if (argc == 1)
		return;
	if (argc != 3 || strcmp(argv[1], "-geometry") != 0) {
		fprintf(stderr, "usage: draw [-geometry WIDTHxHEIGHT+X+Y]\n");
		exit(2);
	}
	given = XParseGeometry(argv[2], &sizes->x, &sizes->y, &to_width, &to_height);
	if (to_width >= (unsigned)sizes->min_width)
		width = (int)to_width;
	if (to_height >= (unsigned)sizes->min_height)
		height = (int)to_height;
	/* A place that is counted from the right or the bottom edge, as in -geometry 400x300-10-10. */
	if (given & XNegative)
		sizes->x += DisplayWidth(display, DefaultScreen(display)) - width;
	if (given & YNegative)
		sizes->y += DisplayHeight(display, DefaultScreen(display)) - height;
	if (given & (XValue | YValue))
		sizes->flags |= USPosition;
}

int main(int argc, char **argv)
{
	XSizeHints sizes = { .flags = PMinSize, .min_width = 440, .min_height = 160 };
	XClassHint class = { .res_name = "draw", .res_class = "Draw" };
	Atom closing;
	int screen, at, last_x = 0, last_y = 0, drawing = 0, rubbing = 0;

	display = XOpenDisplay(NULL);
	if (!display) {
		fprintf(stderr, "draw: no X server answers at %s\n", XDisplayName(NULL));
		return 1;
	}
	place(argc, argv, &sizes);
	screen = DefaultScreen(display);
	for (at = 0; at < PAINTS; at++)
		colours[at] = colour(paints[at]);
	paper = colour("#fdfcf8");
	bar = colour("#e9ecef");
	ink = colour("#1f2a38");

	window = XCreateSimpleWindow(display, RootWindow(display, screen), sizes.x, sizes.y, (unsigned)width, (unsigned)height, 0,
				     ink, paper);
	/* No background: the server would clear what is about to be painted, which flickers. */
	XSetWindowBackgroundPixmap(display, window, None);
	XStoreName(display, window, "Draw");
	XSetClassHint(display, window, &class);
	XSetWMNormalHints(display, window, &sizes);
	closing = XInternAtom(display, "WM_DELETE_WINDOW", False);
	XSetWMProtocols(display, window, &closing, 1);
	XSelectInput(display, window, ExposureMask | ButtonPressMask | ButtonReleaseMask | ButtonMotionMask | KeyPressMask |
					      StructureNotifyMask);
	pen = XCreateGC(display, window, 0, NULL);
	XSetGraphicsExposures(display, pen, False);
	resize(width, height);
	XMapWindow(display, window);

	for (;;) {
		XEvent event;

		XNextEvent(display, &event);
		switch (event.type) {
		case Expose:
			if (event.xexpose.count == 0) {
				show_bar();
				show_sheet();
			}
			break;
		case ConfigureNotify:
			if (event.xconfigure.width != width || event.xconfigure.height != height)
				resize(event.xconfigure.width, event.xconfigure.height);
			break;
		case ButtonPress:
			if (event.xbutton.button == Button4 || event.xbutton.button == Button5) {
				thicker(event.xbutton.button == Button4 ? 2 : -2);
			} else if (event.xbutton.y < BAR) {
				click_bar(event.xbutton.x);
			} else {
				drawing = 1;
				rubbing = event.xbutton.button == Button3;
				last_x = event.xbutton.x;
				last_y = event.xbutton.y;
				draw(last_x, last_y, last_x, last_y, rubbing);
			}
			break;
		case MotionNotify:
			if (drawing) {
				draw(last_x, last_y, event.xmotion.x, event.xmotion.y, rubbing);
				last_x = event.xmotion.x;
				last_y = event.xmotion.y;
			}
			break;
		case ButtonRelease:
			drawing = 0;
			break;
		case KeyPress:
			switch (XLookupKeysym(&event.xkey, 0)) {
			case XK_q:
			case XK_Escape:
				XCloseDisplay(display);
				return 0;
			case XK_c:
				clear();
				break;
			case XK_plus:
			case XK_equal:
			case XK_KP_Add:
				thicker(2);
				break;
			case XK_minus:
			case XK_KP_Subtract:
				thicker(-2);
				break;
			}
			break;
		case ClientMessage:
			if ((Atom)event.xclient.data.l[0] == closing) {
				XCloseDisplay(display);
				return 0;
			}
			break;
		}
	}
}
