/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-details-flap.h"

#include "netop-style.h"

/* Below this the pane lies over the content: 1,000 px at 11 pt. */
#define BESIDE_EM 68.2

struct _NetopDetailsFlap
{
  GtkWidget parent_instance;

  AdwFlap          *flap;
  NetopDetailsPane *pane;
  GSimpleAction    *action; /* NULL before it is added */
  GtkWidget        *focus;  /* weak: what had it before the pane lay over it */
  guint             focus_id;
  gboolean          is_remembered;
  guint             fit_id;
};

G_DEFINE_FINAL_TYPE (NetopDetailsFlap, netop_details_flap, GTK_TYPE_WIDGET)

enum {
  PROPERTY_CONTENT = 1,
  PROPERTY_REVEALED,
  PROPERTY_REMEMBERED,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static gboolean
is_over (NetopDetailsFlap *self)
{
  return adw_flap_get_fold_policy (self->flap) == ADW_FLAP_FOLD_POLICY_ALWAYS;
}

static void
remember (NetopDetailsFlap *self,
          gboolean          is_revealed)
{
  if (self->is_remembered == is_revealed)
    return;

  self->is_remembered = is_revealed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROPERTY_REMEMBERED]);
}

/* Not before it is on the screen. */
static gboolean
focus_pane (gpointer user_data)
{
  NetopDetailsFlap *self = user_data;

  self->focus_id = 0;
  gtk_widget_child_focus (GTK_WIDGET (self->pane), GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

/* What lies over the rest has the keys, and gives them back. */
static void
pass_focus (NetopDetailsFlap *self,
            gboolean          is_revealed)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_handle_id (&self->focus_id, g_source_remove);
  if (is_revealed && root != NULL)
    {
      g_set_weak_pointer (&self->focus, gtk_root_get_focus (root));
      self->focus_id = g_idle_add (focus_pane, self);
    }
  else if (self->focus != NULL)
    {
      gtk_widget_grab_focus (self->focus);
      g_clear_weak_pointer (&self->focus);
    }
}

/* Also by a swipe, or a press beside it. */
static void
on_revealed (AdwFlap          *flap,
             GParamSpec       *pspec,
             NetopDetailsFlap *self)
{
  if (is_over (self))
    pass_focus (self, adw_flap_get_reveal_flap (flap));
  else
    remember (self, adw_flap_get_reveal_flap (flap));
  if (self->action != NULL)
    g_simple_action_set_state (self->action, g_variant_new_boolean (adw_flap_get_reveal_flap (flap)));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROPERTY_REVEALED]);
}

/* A window that becomes narrow is not covered by it, and one that becomes wide has it again. */
static gboolean
fit (gpointer user_data)
{
  NetopDetailsFlap *self = user_data;
  gboolean          is_narrow = gtk_widget_get_width (GTK_WIDGET (self)) < BESIDE_EM * netop_style_get_em (GTK_WIDGET (self));

  self->fit_id = 0;
  if (is_narrow == is_over (self))
    return G_SOURCE_REMOVE;

  if (is_narrow)
    {
      adw_flap_set_fold_policy (self->flap, ADW_FLAP_FOLD_POLICY_ALWAYS);
      adw_flap_set_reveal_flap (self->flap, FALSE);
    }
  else
    {
      gboolean is_revealed = self->is_remembered || adw_flap_get_reveal_flap (self->flap);

      adw_flap_set_fold_policy (self->flap, ADW_FLAP_FOLD_POLICY_NEVER);
      adw_flap_set_reveal_flap (self->flap, is_revealed);
    }
  return G_SOURCE_REMOVE;
}

/* Not while sizes are being handed out. */
static void
netop_details_flap_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  NetopDetailsFlap *self = NETOP_DETAILS_FLAP (widget);
  gboolean          is_narrow = width < BESIDE_EM * netop_style_get_em (widget);

  gtk_widget_allocate (GTK_WIDGET (self->flap), width, height, baseline, NULL);
  if (is_narrow != is_over (self) && self->fit_id == 0)
    self->fit_id = g_idle_add (fit, self);
}

static void
netop_details_flap_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  NetopDetailsFlap *self = NETOP_DETAILS_FLAP (widget);

  gtk_widget_measure (GTK_WIDGET (self->flap), orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
  /* Where there is no room for both it is going to lie over the content. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    gtk_widget_measure (adw_flap_get_content (self->flap), orientation, for_size, minimum, NULL, NULL, NULL);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                NetopDetailsFlap      *self)
{
  if (keyval != GDK_KEY_Escape || !is_over (self) || !adw_flap_get_reveal_flap (self->flap))
    return GDK_EVENT_PROPAGATE;

  adw_flap_set_reveal_flap (self->flap, FALSE);
  return GDK_EVENT_STOP;
}

static void
netop_details_flap_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  NetopDetailsFlap *self = NETOP_DETAILS_FLAP (object);

  switch (id)
    {
    case PROPERTY_CONTENT:
      g_value_set_object (value, adw_flap_get_content (self->flap));
      break;
    case PROPERTY_REVEALED:
      g_value_set_boolean (value, adw_flap_get_reveal_flap (self->flap));
      break;
    case PROPERTY_REMEMBERED:
      g_value_set_boolean (value, self->is_remembered);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* What is remembered from the last time is shown where there is room beside the content. */
static void
restore (NetopDetailsFlap *self,
         gboolean          is_revealed)
{
  remember (self, is_revealed);
  if (!is_over (self))
    adw_flap_set_reveal_flap (self->flap, is_revealed);
}

static void
netop_details_flap_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  NetopDetailsFlap *self = NETOP_DETAILS_FLAP (object);

  switch (id)
    {
    case PROPERTY_CONTENT:
      adw_flap_set_content (self->flap, g_value_get_object (value));
      break;
    case PROPERTY_REVEALED:
      adw_flap_set_reveal_flap (self->flap, g_value_get_boolean (value));
      break;
    case PROPERTY_REMEMBERED:
      restore (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
netop_details_flap_dispose (GObject *object)
{
  NetopDetailsFlap *self = NETOP_DETAILS_FLAP (object);

  g_clear_handle_id (&self->fit_id, g_source_remove);
  g_clear_handle_id (&self->focus_id, g_source_remove);
  g_clear_weak_pointer (&self->focus);
  g_clear_object (&self->action);
  if (self->flap != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->flap, self);
      gtk_widget_unparent (GTK_WIDGET (self->flap));
      self->flap = NULL;
    }

  G_OBJECT_CLASS (netop_details_flap_parent_class)->dispose (object);
}

static void
netop_details_flap_class_init (NetopDetailsFlapClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = netop_details_flap_dispose;
  object_class->get_property = netop_details_flap_get_property;
  object_class->set_property = netop_details_flap_set_property;
  widget_class->measure = netop_details_flap_measure;
  widget_class->size_allocate = netop_details_flap_size_allocate;
  properties[PROPERTY_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROPERTY_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE, flags);
  properties[PROPERTY_REMEMBERED] = g_param_spec_boolean ("remembered", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
netop_details_flap_init (NetopDetailsFlap *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->flap = ADW_FLAP (adw_flap_new ());
  self->pane = g_object_new (NETOP_TYPE_DETAILS_PANE, NULL);
  /* What is in it may grow in it, and it not. */
  gtk_widget_set_hexpand (GTK_WIDGET (self->pane), FALSE);
  adw_flap_set_flap_position (self->flap, GTK_PACK_END);
  adw_flap_set_fold_policy (self->flap, ADW_FLAP_FOLD_POLICY_NEVER);
  adw_flap_set_locked (self->flap, TRUE);
  adw_flap_set_reveal_flap (self->flap, FALSE);
  adw_flap_set_flap (self->flap, GTK_WIDGET (self->pane));
  adw_flap_set_separator (self->flap, gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_widget_set_parent (GTK_WIDGET (self->flap), GTK_WIDGET (self));
  g_signal_connect (self->flap, "notify::reveal-flap", G_CALLBACK (on_revealed), self);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * netop_details_flap_get_pane:
 *
 * Returns: (transfer none): what is revealed
 */
NetopDetailsPane *
netop_details_flap_get_pane (NetopDetailsFlap *self)
{
  g_return_val_if_fail (NETOP_IS_DETAILS_FLAP (self), NULL);

  return self->pane;
}

static void
change_details (GSimpleAction    *action,
                GVariant         *value,
                NetopDetailsFlap *self)
{
  adw_flap_set_reveal_flap (self->flap, g_variant_get_boolean (value));
}

static void
activate_show (GSimpleAction    *action,
               GVariant         *parameter,
               NetopDetailsFlap *self)
{
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

/**
 * netop_details_flap_add_actions:
 * @map: (transfer none): ends no later than the flap
 *
 * Adds "details", whose state is whether the pane is to be seen, and "show-details".
 */
void
netop_details_flap_add_actions (NetopDetailsFlap *self,
                                GActionMap       *map)
{
  g_autoptr (GSimpleAction) show = NULL;

  g_return_if_fail (NETOP_IS_DETAILS_FLAP (self));

  /* No GPropertyAction: it would hold the flap, which holds what is above it in the window. */
  self->action = g_simple_action_new_stateful ("details", NULL, g_variant_new_boolean (adw_flap_get_reveal_flap (self->flap)));
  show = g_simple_action_new ("show-details", NULL);
  g_signal_connect_object (show, "activate", G_CALLBACK (activate_show), self, 0);
  g_signal_connect_object (self->action, "change-state", G_CALLBACK (change_details), self, 0);
  g_action_map_add_action (map, G_ACTION (self->action));
  g_action_map_add_action (map, G_ACTION (show));
}
