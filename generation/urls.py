"""The app's addresses under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from generation.api import batches, events, prompt_sets, prompts, steering

api: list[URLPattern | URLResolver] = [
    path("prompts/", prompts.PromptsView.as_view(), name="api-prompts"),
    path("prompts/<slug:fingerprint>/", prompts.PromptView.as_view(), name="api-prompt"),
    path("prompt-sets/", prompts.PromptSetsView.as_view(), name="api-prompt-sets"),
    path("prompt-sets/<slug:slug>/", prompt_sets.PromptSetView.as_view(), name="api-prompt-set"),
    path("prompt-sets/<slug:slug>/templates/", prompt_sets.TemplatesView.as_view(), name="api-templates"),
    path("prompt-sets/<slug:slug>/templates/<uuid:template>/", prompt_sets.TemplateView.as_view(), name="api-template"),
    path("prompt-sets/<slug:slug>/order/", prompts.SetOrderView.as_view(), name="api-prompt-set-order"),
    path("batches/", batches.BatchesView.as_view(), name="api-batches"),
    path("batches/steer/", steering.SteerView.as_view(), name="api-steer"),
    path("batches/<uuid:batch>/", batches.BatchView.as_view(), name="api-batch"),
    path("batches/<uuid:batch>/renderings/", batches.RenderingsView.as_view(), name="api-renderings"),
    path("batches/<uuid:batch>/events/", events.EventsView.as_view(), name="api-events"),
    path("batches/<uuid:batch>/pause/", steering.PauseView.as_view(), name="api-pause"),
    path("batches/<uuid:batch>/resume/", steering.ResumeView.as_view(), name="api-resume"),
    path("batches/<uuid:batch>/cancel/", steering.CancelView.as_view(), name="api-cancel"),
    path("batches/<uuid:batch>/retry/", steering.RetryView.as_view(), name="api-retry"),
    path("batches/<uuid:batch>/weight/", steering.WeightView.as_view(), name="api-weight"),
]
