"""未保助手 (weibao): turns an official work plan into work that gets done and reported, in chat."""
